// One keystroke after the other into an album of 200 tracks, from the page to its worker and back.
import { connect } from 'tunez';
import { Music } from './domain.ts';

/** What each keystroke took, in milliseconds. */
export interface Keystrokes {
  /** Until the answer was shown. */
  readonly whole: number[];
  /** Of that, what kept the page from doing anything else. */
  readonly page: number[];
}

async function measure(tracks: number, keystrokes: number): Promise<Keystrokes> {
  const worker = new Worker('/worker.js', { type: 'module' });
  const tunez = await connect(worker, { domains: [Music], storage: ':memory:' });
  const rows = Array.from({ length: tracks }, (_, index) => ({
    name: `Track ${index + 1}`,
    durationSeconds: 180 + index,
  }));
  const { id } = await tunez.music.createAlbum({ name: 'A', yearReleased: 2020, tracks: rows });
  const album = await tunez.music.getAlbum(id, { load: { tracks: true } });
  const form = tunez.music.formToUpdateAlbum(album);
  const shown = () => form.forms('tracks').map(({ name }) => form.field(`${name}.name` as never));
  shown();
  form.subscribe(shown);

  const whole: number[] = [];
  const page: number[] = [];
  for (let stroke = 0; stroke < keystrokes; stroke++) {
    const row = (stroke * 7) % tracks;
    const before = performance.now();
    form.setValue(`tracks.${row}.name`, stroke % 5 === 0 ? '' : `Typed ${stroke}`);
    const typed = performance.now();
    const validated = form.validate();
    await validated;
    const after = performance.now();
    whole.push(after - before);
    page.push(typed - before);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const { errors } = form.field(`tracks.${((keystrokes - 1) * 7) % tracks}.name`);
  if (errors.length > 1) throw new Error('a field has one error at most here');
  await tunez.close();
  return { whole, page };
}

Object.assign(globalThis, { measure });
