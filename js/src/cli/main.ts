#!/usr/bin/env node
// The command line: `tunez codegen`, `migrate`, `rollback`, `status`, `new resource`. What is a change,
// a question or a pending migration is decided by the core; here are only files, words and a terminal.
import { Command, InvalidArgumentError } from 'commander';
import { TunezError } from '../wire/errors.ts';
import { codegen } from './codegen.ts';
import { migrate, rollback, status } from './database.ts';
import { newResource } from './new_resource.ts';
import { Problem } from './problem.ts';

const program = new Command('tunez')
  .description('Makes and runs the migrations of a Tunez application.')
  .option('-c, --config <file>', 'the configuration; tunez.config.{ts,mjs,js} unless given');

program
  .command('codegen')
  .description('compares the definitions with the last snapshots and writes a migration')
  .argument('[name]', 'what the migration is called, as in create_artists')
  .option('--dev', 'a throw-away migration; the next codegen without it replaces them by one')
  .option('--check', 'write nothing; exit with 1 if a migration is missing')
  .option('--dry-run', 'write nothing; print the SQL')
  .option('--drop-columns', 'drop columns that are no longer defined, with what is in them')
  .option(
    '--rename <old:new>',
    'answers "are you renaming": table:table, table.column:column, or table.column: for no',
    collect,
    [],
  )
  .action((name: string | undefined, options: Parameters<typeof codegen>[1]) =>
    codegen(name, { ...options, ...program.opts() }),
  );

program
  .command('migrate')
  .description('applies the migrations that the database does not have yet')
  .option('--to <version>', 'up to this one, itself included')
  .action((options: { to?: string }) => migrate({ ...options, ...program.opts() }));

program
  .command('rollback')
  .description('undoes the newest migrations')
  .option('-n, --steps <count>', 'how many', positiveInteger, 1)
  .option('--to <version>', 'down to this one, itself included')
  .action((options: { steps: number; to?: string }) => rollback({ ...options, ...program.opts() }));

program
  .command('status')
  .description('lists the migrations and whether they were applied')
  .action(() => status(program.opts()));

program
  .command('new')
  .description('writes a new file')
  .command('resource')
  .description('writes a resource: tunez new resource Artist name:string! born:date')
  .argument('<name>', 'the name of the resource, as in Artist')
  .argument('[attributes...]', 'name:type, with ! behind the type where it is required')
  .option('-d, --directory <folder>', 'where it is written', 'src/domain')
  .action((name: string, attributes: string[], options: { directory: string }) =>
    newResource(name, attributes, options),
  );

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof Problem) && !(error instanceof TunezError)) throw error;
  console.error(`tunez: ${error.message}`);
  process.exitCode = 1;
}

function collect(value: string, previous: readonly string[]): string[] {
  return [...previous, value];
}

function positiveInteger(value: string): number {
  if (!/^[1-9]\d*$/.test(value)) throw new InvalidArgumentError('a number from 1 is needed.');
  return Number(value);
}
