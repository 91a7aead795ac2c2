// Written by tools/generate.mjs from core/resource/manage_shortcuts.def. Do not edit.

/** What the shortcuts of `manageRelationship` stand for. */
export const manageShortcuts = {
  append_and_remove: {
    onLookup: 'relate',
    onNoMatch: 'error',
    onMatch: 'ignore',
    onMissing: 'unrelate',
  },
  append: {
    onLookup: 'relate',
    onNoMatch: 'error',
    onMatch: 'ignore',
    onMissing: 'ignore',
  },
  remove: {
    onLookup: 'ignore',
    onNoMatch: 'error',
    onMatch: 'unrelate',
    onMissing: 'ignore',
  },
  direct_control: {
    onLookup: 'ignore',
    onNoMatch: 'create',
    onMatch: 'update',
    onMissing: 'destroy',
  },
  create: {
    onLookup: 'ignore',
    onNoMatch: 'create',
    onMatch: 'ignore',
    onMissing: 'ignore',
  },
} as const;
