// An engine for the commands.
import { node } from '../client/node.ts';
import { memory, Session, type SessionOptions } from '../client/session.ts';
import { valueOf } from '../wire/transport.ts';
import type { Project } from './config.ts';
import { Problem } from './problem.ts';

/** Sends a request and returns what stands under `ok`. */
export type Ask = (op: string, message?: Readonly<Record<string, unknown>>) => unknown;

/** Runs `work` with the definitions loaded and nothing stored. */
export async function withDefinitions<Result>(
  project: Project,
  work: (ask: Ask) => Result | Promise<Result>,
): Promise<Result> {
  return withSession({ domains: project.domains, storage: memory, migrations: [] }, work);
}

/** Runs `work` with the database of the project open, whatever state it is in. */
export async function withDatabase<Result>(
  project: Project,
  work: (ask: Ask) => Result | Promise<Result>,
): Promise<Result> {
  const { domains, storage } = project;
  if (storage === undefined)
    throw new Problem('the configuration names no `storage`: the file of the database');
  return withSession({ domains, storage, migrate: false }, work);
}

async function withSession<Result>(
  options: SessionOptions,
  work: (ask: Ask) => Result | Promise<Result>,
): Promise<Result> {
  const session = await Session.start(node, options);
  try {
    return await work((op, message) => valueOf(session.engine.request({ op, ...message })));
  } finally {
    await session.close();
  }
}
