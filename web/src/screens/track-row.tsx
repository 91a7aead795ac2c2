import type { ComponentProps, CSSProperties, KeyboardEvent } from 'react';
import { Field } from '../forms/field';
import { Cross, Grip } from '../ui/icons';
import type { AlbumFormObject } from './album-form';

interface TrackRowProps {
  form: AlbumFormObject;
  /** `tracks.0` */
  path: `tracks.${number}`;
  index: number;
  carried: boolean;
  style: CSSProperties | undefined;
  handleProps: ComponentProps<'button'>;
  onMove: (from: number, to: number) => void;
  onRemove: (index: number) => void;
}

export function TrackRow(props: TrackRowProps) {
  const { form, path, index, carried, style, handleProps, onMove, onRemove } = props;
  const number = index + 1;
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || !(event.key in steps)) return;
    event.preventDefault();
    onMove(index, index + steps[event.key]!);
  };
  return (
    <li
      className={carried ? 'track-row carried' : 'track-row'}
      data-role="track-row"
      style={style}
      onKeyDown={onKeyDown}
    >
      <button
        type="button"
        className="icon-button drag-handle"
        data-role="drag-handle"
        aria-label={`Move track ${number}`}
        aria-describedby="track-help"
        {...handleProps}
      >
        <Grip />
      </button>
      <span className="track-number figures" aria-hidden="true">
        {number}
      </span>
      <Field
        form={form}
        name={`${path}.name`}
        label={`Name of track ${number}`}
        labelElsewhere
        autoComplete="off"
      />
      <Field
        form={form}
        name={`${path}.duration`}
        label={`Duration of track ${number}`}
        labelElsewhere
        className="figures"
        placeholder="M:SS"
        autoComplete="off"
      />
      <button
        type="button"
        className="icon-button"
        data-role="remove-track"
        aria-label={`Remove track ${number}`}
        onClick={() => onRemove(index)}
      >
        <Cross />
      </button>
    </li>
  );
}

const steps: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1 };
