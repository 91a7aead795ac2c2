// The resources that a database has.
import type { AnyDomain } from '../definition/domain.ts';
import { embeddedIn } from '../definition/embedded.ts';
import { withUsed } from '../definition/message/definition.ts';
import type { AnyResource } from '../definition/resource.ts';

/** Those of the domains, and of the domains that they use. */
export function listedIn(domains: readonly AnyDomain[]): readonly AnyResource[] {
  return withUsed(domains).flatMap((domain) => Object.values(domain.resources));
}

/** The same by name, and the embedded resources that they need. */
export function resourcesOf(domains: readonly AnyDomain[]): ReadonlyMap<string, AnyResource> {
  const listed = listedIn(domains);
  return new Map(
    [...embeddedIn(listed), ...listed].map((resource) => [resource.name, resource] as const),
  );
}
