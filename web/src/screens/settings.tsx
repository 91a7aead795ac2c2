import { useLoaderData, useRevalidator } from 'react-router';
import { database } from '../db';
import { Opening } from '../layout/opening';
import { PageTitle } from '../layout/page-title';
import { FillShelves } from '../sample/fill-shelves';
import { SampleCatalogue } from '../sample/sample-catalogue';
import { counted } from '../ui/counted';
import { EraseCollection } from './erase-collection';
import { StorageStatus } from './storage-status';
import { readStorageFacts } from './storage-facts';

async function loader() {
  const tunez = await database();
  const page = { limit: 1, count: true };
  const [artists, albums, storage] = await Promise.all([
    tunez.music.searchArtists('', { page }),
    tunez.music.readAlbums({ page }),
    readStorageFacts(),
  ]);
  return { artistCount: artists.count ?? 0, albumCount: albums.count ?? 0, storage };
}

function Settings() {
  const { artistCount, albumCount, storage } = useLoaderData<typeof loader>();
  const { revalidate } = useRevalidator();
  const contents = `${counted(artistCount, 'artist')} and ${counted(albumCount, 'album')}`;
  return (
    <>
      <div className="page-head">
        <PageTitle tab="Settings">Settings</PageTitle>
      </div>
      <div className="panels">
        <StorageStatus contents={contents} facts={storage} />
        <section className="panel" aria-labelledby="sample">
          <h2 id="sample">Sample catalogue</h2>
          <p>
            Invented artists, with albums and stories, to look around with. They are added to what
            you have; artists that are there already are left alone.
          </p>
          <SampleCatalogue onLoaded={() => void revalidate()} />
        </section>
        <section className="panel" aria-labelledby="fill">
          <h2 id="fill">A very large shop</h2>
          <p>
            Ten thousand more invented artists and twice as many albums, to see whether searching,
            sorting and turning pages stay as quick as with a dozen.
          </p>
          <FillShelves onFilled={() => void revalidate()} />
        </section>
        <section className="panel" aria-labelledby="erase">
          <h2 id="erase">Erase everything</h2>
          <p>Empties the collection on this device. There is no copy anywhere else.</p>
          <EraseCollection
            contents={contents}
            empty={artistCount === 0}
            onErased={() => void revalidate()}
          />
        </section>
      </div>
    </>
  );
}

export const settingsRoute = { loader, Component: Settings, HydrateFallback: Opening };
