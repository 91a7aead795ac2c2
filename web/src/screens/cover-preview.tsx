import { useState } from 'react';
import { Sleeve } from '../ui/sleeve';

interface CoverPreviewProps {
  artistName: string;
  albumName: string;
  /** One that the resource accepts: nothing is fetched from others. */
  url: string;
}

/** The album as it will stand on the shelf. */
export function CoverPreview({ artistName, albumName, url }: CoverPreviewProps) {
  const [unavailable, setUnavailable] = useState<string>();
  return (
    <section className="form-aside" aria-label="Cover preview">
      <Sleeve
        name={`${artistName} ${albumName}`}
        url={url}
        eager
        onUnavailable={() => setUnavailable(url)}
      />
      <p className="caption">
        <strong>{albumName.trim() || 'Untitled'}</strong>
        <span className="quiet" role="status">
          {url !== '' && url === unavailable
            ? 'No picture could be loaded from this address.'
            : artistName}
        </span>
      </p>
    </section>
  );
}
