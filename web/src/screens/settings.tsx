import { useLoaderData, useRevalidator } from 'react-router';
import { database } from '../db';
import { Opening } from '../layout/opening';
import { PageTitle } from '../layout/page-title';
import { SampleCatalogue } from '../sample/sample-catalogue';
import { counted } from '../ui/counted';
import { EraseCollection } from './erase-collection';
import { StorageStatus } from './storage-status';
import { readStorageFacts } from './storage-facts';

async function loader() {
  const tunez = await database();
  const [artists, storage] = await Promise.all([
    tunez.music.readArtists({ load: { albums: true } }),
    readStorageFacts(),
  ]);
  return {
    artistCount: artists.length,
    albumCount: artists.reduce((sum, { albums }) => sum + albums.length, 0),
    storage,
  };
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
