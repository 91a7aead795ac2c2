import { useLoaderData, useRevalidator } from 'react-router';
import { database } from '../db';
import { Opening } from '../layout/opening';
import { PageTitle } from '../layout/page-title';
import { FillShelves } from '../sample/fill-shelves';
import { SampleCatalogue } from '../sample/sample-catalogue';
import { counted } from '../ui/counted';
import { EraseCollection } from './erase-collection';
import { Backups } from '../storage/backups';
import { SetAside } from '../storage/set-aside';
import { StorageStatus } from '../storage/storage-status';
import { Transfer } from '../storage/transfer';

async function loader() {
  const tunez = await database();
  const page = { limit: 1, count: true };
  const [artists, albums, status] = await Promise.all([
    tunez.music.searchArtists('', { page }),
    tunez.music.readAlbums({ page }),
    tunez.storage.status(),
  ]);
  return { artistCount: artists.count ?? 0, albumCount: albums.count ?? 0, status };
}

function Settings() {
  const { artistCount, albumCount, status } = useLoaderData<typeof loader>();
  const { revalidate } = useRevalidator();
  const reload = () => void revalidate();
  const isKept = status.kind !== 'memory';
  const contents = `${counted(artistCount, 'artist')} and ${counted(albumCount, 'album')}`;
  return (
    <>
      <div className="page-head">
        <PageTitle tab="Settings">Settings</PageTitle>
      </div>
      <div className="panels">
        <StorageStatus contents={contents} status={status} />
        {status.kept.length > 0 && <SetAside kept={status.kept} onChange={reload} />}
        {isKept && <Backups backups={status.backups} onChange={reload} />}
        <Transfer contents={contents} canImport={isKept} onImported={reload} />
        <section className="panel" aria-labelledby="sample">
          <h2 id="sample">Sample catalogue</h2>
          <p>
            Invented artists, with albums and stories, to look around with. They are added to what
            you have; artists that are there already are left alone.
          </p>
          <SampleCatalogue onLoaded={reload} />
        </section>
        <section className="panel" aria-labelledby="fill">
          <h2 id="fill">A very large shop</h2>
          <p>
            Ten thousand more invented artists and twice as many albums, to see whether searching,
            sorting and turning pages stay as quick as with a dozen.
          </p>
          <FillShelves onFilled={reload} />
        </section>
        <section className="panel" aria-labelledby="erase">
          <h2 id="erase">Erase everything</h2>
          <p>Empties the collection on this device. Backups stay until newer ones replace them.</p>
          <EraseCollection contents={contents} empty={artistCount === 0} onErased={reload} />
        </section>
      </div>
    </>
  );
}

export const settingsRoute = { loader, Component: Settings, HydrateFallback: Opening };
