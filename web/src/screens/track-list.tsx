import type { ArtistLoaded } from './artist';

/** What is on an album, or that nobody has written it down yet. */
export function TrackList({ tracks }: { tracks: ArtistLoaded['albums'][number]['tracks'] }) {
  if (tracks.length === 0)
    return <p className="tracks-missing">Nobody has written down the tracks of this one yet.</p>;
  return (
    <ol className="tracks figures">
      {tracks.map(({ id, number, name, duration }) => (
        <li key={id} data-role="track">
          <span className="track-number">{number}</span>
          <span className="track-name">{name}</span>
          <span className="track-duration">{duration}</span>
        </li>
      ))}
    </ol>
  );
}
