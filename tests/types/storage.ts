// `tunez.storage` says what it takes and gives. Nothing of this runs.
import { open, type Backup, type Kept, type Recovery, type Replacement } from 'tunez';
import { expectTypeOf } from './expect_type.ts';
import { Music } from './music.ts';

const { storage } = await open({ domains: [Music], storage: ':memory:' });

const status = await storage.status();
expectTypeOf(status.kind).toEqualTypeOf<'opfs' | 'indexeddb' | 'file' | 'memory'>();
expectTypeOf(status.available).toEqualTypeOf<number | null>();
expectTypeOf(status.report.recovered).toEqualTypeOf<Recovery | undefined>();
expectTypeOf(await storage.persist()).toEqualTypeOf<boolean>();
expectTypeOf(await storage.backup()).toEqualTypeOf<Backup>();
expectTypeOf(await storage.backups()).toEqualTypeOf<readonly Backup[]>();
expectTypeOf(await storage.restore(1)).toEqualTypeOf<Replacement>();
expectTypeOf(await storage.export()).toEqualTypeOf<Uint8Array<ArrayBuffer>>();
expectTypeOf(await storage.import(new Uint8Array())).toEqualTypeOf<Replacement>();
expectTypeOf(await storage.kept()).toEqualTypeOf<readonly Kept[]>();
expectTypeOf(storage.name).toEqualTypeOf<string>();
// @ts-expect-error a slot is a number
await storage.restore('1');
// @ts-expect-error a file is bytes
await storage.import('tunez.sqlite');
// @ts-expect-error which of them is to be deleted
await storage.deleteKept();
// @ts-expect-error the storage of an open database stays the same
storage.name = 'other';
