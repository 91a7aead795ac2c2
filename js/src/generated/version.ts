// Written by tools/generate.mjs from js/package.json. Do not edit.

/** The version of the package. */
export const version = '0.1.0';
