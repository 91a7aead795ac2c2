import { Link } from 'react-router';
import { Button, buttonClass } from '../ui/button';
import { Sleeve } from '../ui/sleeve';
import type { ArtistLoaded } from './artist';
import { TrackList } from './track-list';

interface AlbumItemProps {
  album: ArtistLoaded['albums'][number];
  artistName: string;
  onDelete: () => void;
}

export function AlbumItem({ album, artistName, onDelete }: AlbumItemProps) {
  const { id, name, yearReleased, coverImageUrl, duration, tracks } = album;
  return (
    <article className="album" data-role="album">
      <div className="album-sleeve">
        <Sleeve name={`${artistName} ${name}`} url={coverImageUrl} />
      </div>
      <div className="album-text">
        <h3>
          {name} <span className="year figures">({yearReleased})</span>
        </h3>
        {duration !== null && (
          <p className="quiet figures" data-role="album-duration">
            {duration} <span className="visually-hidden">minutes in all</span>
          </p>
        )}
        <div className="button-row">
          <Link className={buttonClass('plain', true)} to={`/albums/${id}/edit`}>
            Edit<span className="visually-hidden"> {name}</span>
          </Link>
          <Button look="plain" small onClick={onDelete}>
            Delete<span className="visually-hidden"> {name}</span>
          </Button>
        </div>
      </div>
      <TrackList tracks={tracks} />
    </article>
  );
}
