// `node:assert/strict` of a browser.
import assert from 'assert';

export default assert.strict;
