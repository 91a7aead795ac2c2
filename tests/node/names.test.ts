import assert from 'node:assert/strict';
import { test } from 'node:test';
import { camelKeys, snakeKeys, toCamelCase, toSnakeCase } from '../../js/src/wire/names.ts';

const pairs = [
  ['name', 'name'],
  ['previousNames', 'previous_names'],
  ['yearReleased', 'year_released'],
  ['coverImageUrl', 'cover_image_url'],
  ['address2Line', 'address2_line'],
  ['größeInMeter', 'größe_in_meter'],
] as const;

test('camelCase and snake_case are respelled in both directions', () => {
  for (const [camel, snake] of pairs) {
    assert.equal(toSnakeCase(camel), snake);
    assert.equal(toCamelCase(snake), camel);
  }
});

test('what is spelled right already stays as it is', () => {
  for (const [camel, snake] of pairs) {
    assert.equal(toSnakeCase(snake), snake);
    assert.equal(toCamelCase(camel), camel);
  }
});

test('abbreviations are one word', () => {
  assert.equal(toSnakeCase('coverImageURL'), 'cover_image_url');
  assert.equal(toSnakeCase('HTMLText'), 'html_text');
});

test('leading underscores are kept', () => {
  assert.equal(toSnakeCase('_privateName'), '_private_name');
  assert.equal(toCamelCase('_private_name'), '_privateName');
});

test('keys of a map are respelled, its values and absent keys are left alone', () => {
  assert.deepEqual(snakeKeys({ batchSize: { innerKey: 1 }, absent: undefined }), {
    batch_size: { innerKey: 1 },
  });
  assert.deepEqual(camelKeys({ error_count: 1 }), { errorCount: 1 });
});
