// Which build of an application a tab runs. Two builds never work on one database at a time.

/** What a tab says about its build. */
export interface Build {
  /** The versions of its migrations, oldest first. */
  readonly migrations: readonly string[];
  /** Differs where the definition, its functions or the package do. */
  readonly fingerprint: string;
  /** When the tab was loaded: milliseconds since 1970. */
  readonly loaded: number;
}

/** How another build relates to one's own. */
export type Relation = 'same' | 'newer' | 'older' | 'unrelated';

/**
 * A build whose migrations go on from those of the other is newer. Where they are the same, but not
 * the rest, the one that was loaded later is.
 */
export function relationOf(other: Build, own: Build): Relation {
  const isSame = other.fingerprint === own.fingerprint;
  const length = Math.min(other.migrations.length, own.migrations.length);
  for (let index = 0; index < length; index++)
    if (other.migrations[index] !== own.migrations[index]) return 'unrelated';
  if (other.migrations.length > length) return 'newer';
  if (own.migrations.length > length) return 'older';
  if (isSame) return 'same';
  const isLater =
    other.loaded === own.loaded ? other.fingerprint > own.fingerprint : other.loaded > own.loaded;
  return isLater ? 'newer' : 'older';
}

/** A number of 53 bits for a text, in base 36. It tells builds apart; it keeps no secret. */
export function fingerprintOf(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 0x9e3779b1);
    low = Math.imul(low ^ code, 0x5f356495);
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  return (2 ** 21 * (high >>> 0) + ((low >>> 0) >>> 11)).toString(36);
}
