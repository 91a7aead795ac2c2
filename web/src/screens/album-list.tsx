import { useRef, useState } from 'react';
import { Link, useRevalidator } from 'react-router';
import { database } from '../db';
import { buttonClass } from '../ui/button';
import { Confirm } from '../ui/confirm';
import { useFlash } from '../ui/flash';
import { AlbumItem } from './album-item';
import type { ArtistLoaded } from './artist';

type AlbumShown = ArtistLoaded['albums'][number];

interface AlbumListProps {
  artist: { readonly id: string; readonly name: string };
  /** Newest first. */
  albums: readonly AlbumShown[];
}

export function AlbumList({ artist, albums }: AlbumListProps) {
  const [leaving, setLeaving] = useState<AlbumShown>();
  const heading = useRef<HTMLHeadingElement>(null);
  const flash = useFlash();
  const { revalidate } = useRevalidator();

  const destroy = async (album: AlbumShown) => {
    const tunez = await database();
    const result = await tunez.music.destroyAlbum.safe(album.id);
    setLeaving(undefined);
    if (!result.ok) {
      flash.failure('Could not delete album');
      return;
    }
    flash.success('Album deleted successfully');
    await revalidate();
    heading.current?.focus(); // The button that had the focus left with its album.
  };

  return (
    <section aria-labelledby="albums">
      <div className="section-head">
        <h2 id="albums" ref={heading} tabIndex={-1}>
          Albums
        </h2>
        <Link className={buttonClass('primary')} to={`/artists/${artist.id}/albums/new`}>
          New Album
        </Link>
      </div>
      {albums.length === 0 ? (
        <div className="empty">
          <h3>Nothing in the sleeve yet</h3>
          <p>Albums by {artist.name} will stand here, the newest first.</p>
        </div>
      ) : (
        <ul className="albums">
          {albums.map((album) => (
            <li key={album.id}>
              <AlbumItem
                album={album}
                artistName={artist.name}
                onDelete={() => setLeaving(album)}
              />
            </li>
          ))}
        </ul>
      )}
      {leaving && (
        <Confirm
          title={`Delete ${leaving.name}?`}
          confirmLabel="Delete Album"
          onConfirm={() => destroy(leaving)}
          onClose={() => setLeaving(undefined)}
        >
          <p>This removes the album for good.</p>
        </Confirm>
      )}
    </section>
  );
}
