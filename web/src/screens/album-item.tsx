import { Link } from 'react-router';
import { Button, buttonClass } from '../ui/button';
import { Sleeve } from '../ui/sleeve';

export interface AlbumShown {
  readonly id: string;
  readonly name: string;
  readonly yearReleased: number;
  readonly coverImageUrl: string | null;
}

interface AlbumItemProps {
  album: AlbumShown;
  artistName: string;
  onDelete: () => void;
}

export function AlbumItem({ album, artistName, onDelete }: AlbumItemProps) {
  const { id, name, yearReleased, coverImageUrl } = album;
  return (
    <article className="album" data-role="album">
      <Sleeve name={`${artistName} ${name}`} url={coverImageUrl} />
      <div className="album-text">
        <h3>
          {name} <span className="year figures">({yearReleased})</span>
        </h3>
        <div className="button-row">
          <Link className={buttonClass('plain', true)} to={`/albums/${id}/edit`}>
            Edit<span className="visually-hidden"> {name}</span>
          </Link>
          <Button look="plain" small onClick={onDelete}>
            Delete<span className="visually-hidden"> {name}</span>
          </Button>
        </div>
      </div>
    </article>
  );
}
