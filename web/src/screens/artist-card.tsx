import { Link } from 'react-router';
import { counted } from '../ui/counted';
import { Star } from '../ui/icons';
import { Sleeve } from '../ui/sleeve';
import type { ArtistShown } from './artists';

export function ArtistCard({ artist }: { artist: ArtistShown }) {
  const { id, name, coverImageUrl, albumCount, latestAlbumYearReleased, followerCount } = artist;
  return (
    <article className="artist-card" data-role="artist-card">
      <Sleeve name={name} url={coverImageUrl} />
      <h2>
        <Link to={`/artists/${id}`} data-role="artist-name">
          {name}
        </Link>
        {artist.followedByMe && (
          <span className="followed" data-role="followed">
            <Star />
            <span className="visually-hidden">, followed</span>
          </span>
        )}
      </h2>
      <p className="facts figures">
        <span>{albumCount === 0 ? 'No albums yet' : counted(albumCount, 'album')}</span>
        {latestAlbumYearReleased !== null && <span>latest {latestAlbumYearReleased}</span>}
        {followerCount > 0 && (
          <span data-role="follower-count">{counted(followerCount, 'follower')}</span>
        )}
      </p>
    </article>
  );
}
