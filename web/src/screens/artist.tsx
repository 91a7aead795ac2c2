import { useState } from 'react';
import { Link, useLoaderData, useNavigate, type LoaderFunctionArgs } from 'react-router';
import { database } from '../db';
import { BackLink } from '../layout/back-link';
import { Opening } from '../layout/opening';
import { PageTitle } from '../layout/page-title';
import { currentActor } from '../people/actor';
import { Button, buttonClass } from '../ui/button';
import { Confirm } from '../ui/confirm';
import { counted } from '../ui/counted';
import { useFlash } from '../ui/flash';
import { Sleeve } from '../ui/sleeve';
import { AlbumList } from './album-list';
import { FollowToggle } from './follow-toggle';
import { found } from '../problems/found';

async function loader({ params }: LoaderFunctionArgs) {
  const tunez = await database();
  const asked = tunez.music.getArtistById.safe(params.id!, {
    actor: await currentActor(),
    load: {
      albums: { load: { duration: true, tracks: { load: { number: true, duration: true } } } },
      coverImageUrl: true,
      followerCount: true,
      followedByMe: true,
    },
  });
  return found(asked, 'artist');
}

function Artist() {
  const artist = useLoaderData<typeof loader>();
  const { albums } = artist;
  const previousNames = artist.previousNames ?? [];
  return (
    <>
      <BackLink to="/">All artists</BackLink>
      <div className="portrait">
        <div className="portrait-sleeve">
          <Sleeve name={artist.name} url={artist.coverImageUrl} open eager />
        </div>
        <div className="portrait-text">
          <PageTitle tab={artist.name}>
            <span data-role="artist-name">{artist.name}</span>
          </PageTitle>
          <FollowToggle artist={artist} />
          {previousNames.length > 0 && (
            <p className="formerly">formerly known as {previousNames.join(', ')}</p>
          )}
          {artist.biography && <p className="biography">{artist.biography}</p>}
          <div className="button-row">
            <Link className={buttonClass()} to={`/artists/${artist.id}/edit`}>
              Edit Artist
            </Link>
            <DeleteArtist artist={artist} albumCount={albums.length} />
          </div>
        </div>
      </div>
      <AlbumList artist={artist} albums={albums} />
    </>
  );
}

export type ArtistLoaded = Awaited<ReturnType<typeof loader>>;

interface DeleteArtistProps {
  artist: ArtistLoaded;
  albumCount: number;
}

function DeleteArtist({ artist, albumCount }: DeleteArtistProps) {
  const [asking, setAsking] = useState(false);
  const flash = useFlash();
  const navigate = useNavigate();
  const destroy = async () => {
    const tunez = await database();
    const result = await tunez.music.destroyArtist.safe(artist);
    setAsking(false);
    if (!result.ok) {
      flash.failure('Could not delete artist');
      return;
    }
    flash.success('Artist deleted successfully');
    await navigate('/');
  };
  const losses = albumCount === 0 ? '' : ` and ${counted(albumCount, 'album')}`;
  return (
    <>
      <Button look="plain" onClick={() => setAsking(true)}>
        Delete Artist
      </Button>
      {asking && (
        <Confirm
          title={`Delete ${artist.name}?`}
          confirmLabel="Delete Artist"
          onConfirm={destroy}
          onClose={() => setAsking(false)}
        >
          <p>This removes the artist{losses} for good.</p>
        </Confirm>
      )}
    </>
  );
}

export const artistRoute = { loader, Component: Artist, HydrateFallback: Opening };
