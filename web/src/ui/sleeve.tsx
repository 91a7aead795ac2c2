import { useState } from 'react';
import { GeneratedCover } from './generated-cover';

interface SleeveProps {
  /** What the generated cover is drawn from when there is no image, or it cannot be shown. */
  name: string;
  url?: string | null | undefined;
  open?: boolean;
  eager?: boolean;
  onUnavailable?: () => void;
}

/** A square cover. It decorates: the name always stands beside it in words. */
export function Sleeve({ name, url, open = false, eager = false, onUnavailable }: SleeveProps) {
  const [unavailable, setUnavailable] = useState<string>();
  const image = url && url !== unavailable ? url : undefined;
  return (
    <div className={open ? 'sleeve sleeve-open' : 'sleeve'}>
      <div className="sleeve-face">
        {image ? (
          <img
            src={image}
            alt=""
            width="480"
            height="480"
            decoding="async"
            loading={eager ? 'eager' : 'lazy'}
            referrerPolicy="no-referrer"
            onError={() => {
              setUnavailable(image);
              onUnavailable?.();
            }}
          />
        ) : (
          <GeneratedCover name={name} />
        )}
      </div>
    </div>
  );
}
