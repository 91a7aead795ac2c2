/* eslint-disable -- what must not compile is here on purpose, and nothing of this runs */
import { type InputOf, type RecordOf, t } from 'tunez';
import { expectTypeOf } from './expect_type.ts';
import type { Album, Artist, Track } from './music.ts';

expectTypeOf<RecordOf<typeof Artist>>().toEqualTypeOf<{
  id: string;
  name: string;
  biography: string | null;
  previousNames: string[] | null;
  insertedAt: string;
  updatedAt: string;
}>();

expectTypeOf<RecordOf<typeof Album>>().toEqualTypeOf<{
  id: string;
  name: string;
  yearReleased: number;
  coverImageUrl: string | null;
  insertedAt: string;
  updatedAt: string;
  artistId: string;
}>();

expectTypeOf<RecordOf<typeof Track>>().toEqualTypeOf<{
  id: number;
  name: string;
  duration: number | bigint | null;
  price: string | null;
  kind: 'song' | 'interlude' | null;
  albumId: string;
}>();

expectTypeOf<InputOf<typeof Artist, 'create'>>().toEqualTypeOf<{
  name: string;
  biography?: string | null;
}>();
expectTypeOf<InputOf<typeof Artist, 'update'>>().toEqualTypeOf<{
  name?: string;
  biography?: string | null;
}>();
expectTypeOf<keyof InputOf<typeof Artist, 'destroy'>>().toEqualTypeOf<never>();
expectTypeOf<InputOf<typeof Artist, 'search'>>().toEqualTypeOf<{ query?: string | null }>();

expectTypeOf<InputOf<typeof Album, 'create'>>().toEqualTypeOf<{
  name: string;
  yearReleased: number | bigint;
  coverImageUrl?: string | null;
  artistId: string;
}>();

void t;
