import { Link } from 'react-router';
import { counted } from '../ui/counted';
import { Sleeve } from '../ui/sleeve';

interface ArtistCardProps {
  artist: {
    readonly id: string;
    readonly name: string;
    /** Newest first. */
    readonly albums: readonly {
      readonly yearReleased: number;
      readonly coverImageUrl: string | null;
    }[];
  };
}

export function ArtistCard({ artist }: ArtistCardProps) {
  const { id, name, albums } = artist;
  const cover = albums.find((album) => album.coverImageUrl !== null)?.coverImageUrl;
  return (
    <article className="artist-card" data-role="artist-card">
      <Sleeve name={name} url={cover} />
      <h2>
        <Link to={`/artists/${id}`} data-role="artist-name">
          {name}
        </Link>
      </h2>
      <p className="facts figures">
        <span>{albums.length === 0 ? 'No albums yet' : counted(albums.length, 'album')}</span>
        {albums[0] && <span>latest {albums[0].yearReleased}</span>}
      </p>
    </article>
  );
}
