import { memo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useFieldList } from 'tunez/react';
import { Button } from '../ui/button';
import { useReorder } from '../ui/use-reorder';
import type { AlbumFormObject } from './album-form';
import { TrackRow } from './track-row';

interface TrackFieldsProps {
  form: AlbumFormObject;
}

/**
 * The tracks of an album, in their order: added, removed, and carried or pushed to other places.
 * Drawn again when one is, and not when somebody types.
 */
export const TrackFields = memo(function TrackFields({ form }: TrackFieldsProps) {
  const { forms, add, remove, move } = useFieldList(form, 'tracks');
  const [said, say] = useState('');
  const rows = useRef<HTMLOListElement>(null);
  const addButton = useRef<HTMLButtonElement>(null);

  const moveTo = (from: number, to: number) => {
    if (to < 0 || to >= forms.length) return;
    move(from, to);
    say(`Track ${from + 1} is number ${to + 1} of ${forms.length} now`);
  };
  const reorder = useReorder(moveTo);

  const addTrack = () => {
    flushSync(() => add());
    focusName(rows.current?.lastElementChild);
  };
  const removeTrack = (index: number) => {
    flushSync(() => remove(index));
    say(`Track ${index + 1} was removed`);
    const next = rows.current?.children[index] ?? rows.current?.lastElementChild;
    if (next) focusName(next);
    else addButton.current?.focus();
  };

  return (
    <fieldset className="track-fields">
      <legend>Tracks</legend>
      <p className="hint" id="track-help">
        {forms.length > 1
          ? 'Carry a track by its handle, or press Alt with ↑ or ↓ in it.'
          : 'What is on it, in the order in which it plays.'}
      </p>
      {forms.length > 0 && (
        <div className="track-labels" aria-hidden="true">
          <span />
          <span />
          <span>Name</span>
          <span>Duration</span>
        </div>
      )}
      <ol
        className={reorder.active ? 'track-rows reordering' : 'track-rows'}
        ref={(element) => {
          rows.current = element;
          reorder.list(element);
        }}
      >
        {forms.map(({ key }, index) => (
          <TrackRow
            key={key}
            form={form}
            path={`tracks.${index}`}
            index={index}
            carried={reorder.isCarried(index)}
            style={reorder.rowStyle(index)}
            handleProps={reorder.handleProps(index)}
            onMove={moveTo}
            onRemove={removeTrack}
          />
        ))}
      </ol>
      <div className="button-row">
        <Button ref={addButton} onClick={addTrack}>
          Add Track
        </Button>
      </div>
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </fieldset>
  );
});

function focusName(row: Element | null | undefined): void {
  row?.querySelector<HTMLInputElement>('input')?.focus();
}
