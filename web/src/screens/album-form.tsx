import { useLoaderData, useNavigate, type LoaderFunctionArgs } from 'react-router';
import { useField, useForm } from 'tunez/react';
import { database, opened, type Tunez } from '../db';
import { Field } from '../forms/field';
import { FormFrame } from '../forms/form-frame';
import { useAccepted } from '../forms/use-accepted';
import { BackLink } from '../layout/back-link';
import { Opening } from '../layout/opening';
import { PageTitle } from '../layout/page-title';
import { found } from '../problems/found';
import { useFlash } from '../ui/flash';
import { Sleeve } from '../ui/sleeve';
import { CoverPreview } from './cover-preview';
import { TrackFields } from './track-fields';

const labels: Readonly<Record<string, string>> = {
  name: 'Name',
  yearReleased: 'Year released',
  coverImageUrl: 'Cover image URL',
};

function labelOf(path: string): string | undefined {
  const [, row, field] = /^tracks\.(\d+)\.(name|duration)$/.exec(path) ?? [];
  return row === undefined ? labels[path] : `Track ${Number(row) + 1}, ${field}`;
}

async function artistLoader({ params }: LoaderFunctionArgs) {
  const tunez = await database();
  return found(tunez.music.getArtistById.safe(params.id!), 'artist');
}

async function albumLoader({ params }: LoaderFunctionArgs) {
  const tunez = await database();
  return found(
    tunez.music.getAlbumById.safe(params.id!, {
      load: { artist: true, tracks: { load: { duration: true } } },
    }),
    'album',
  );
}

function NewAlbum() {
  const artist = useLoaderData<typeof artistLoader>();
  return (
    <AlbumForm
      title="New Album"
      artist={artist}
      make={({ music }) => music.formToCreateAlbum(artist.id)}
    />
  );
}

function EditAlbum() {
  const album = useLoaderData<typeof albumLoader>();
  return (
    <AlbumForm
      key={album.id}
      title="Edit Album"
      artist={album.artist}
      make={({ music }) => music.formToUpdateAlbum(album)}
    />
  );
}

export type AlbumFormObject = ReturnType<Tunez['music']['formToUpdateAlbum']>;

interface AlbumFormProps {
  title: string;
  artist: { readonly id: string; readonly name: string };
  make: (tunez: Tunez) => AlbumFormObject;
}

function AlbumForm({ title, artist, make }: AlbumFormProps) {
  const flash = useFlash();
  const navigate = useNavigate();
  const artistPage = `/artists/${artist.id}`;
  const hook = useForm(() => make(opened()), {
    onSuccess: () => {
      flash.success('Album saved successfully');
      void navigate(artistPage);
    },
    onFailure: () => flash.failure('Could not save album data'),
  });
  const { form } = hook;
  const name = useField(form, 'name').inputProps.value;
  const cover = useAccepted(hook, 'coverImageUrl');
  return (
    <>
      <BackLink to={artistPage}>{artist.name}</BackLink>
      <div className="page-head">
        <PageTitle tab={title}>{title}</PageTitle>
      </div>
      <div className="form-page">
        <FormFrame hook={hook} labelOf={labelOf} saveLabel="Save Album" cancelTo={artistPage}>
          <dl className="field">
            <dt className="field-label">Artist</dt>
            <dd className="fixed-value">
              <Sleeve name={artist.name} />
              {artist.name}
            </dd>
          </dl>
          <Field form={form} name="name" label="Name" autoComplete="off" autoFocus />
          <Field
            form={form}
            name="yearReleased"
            label="Year released"
            className="input-year figures"
            inputMode="numeric"
            autoComplete="off"
          />
          <Field
            form={form}
            name="coverImageUrl"
            label="Cover image URL"
            hint="A PNG or JPEG. Leave it empty, and a cover is drawn from the name."
            type="text"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
          />
          <TrackFields form={form} />
        </FormFrame>
        <CoverPreview artistName={artist.name} albumName={name} url={cover.trim()} />
      </div>
    </>
  );
}

export const newAlbumRoute = {
  loader: artistLoader,
  Component: NewAlbum,
  HydrateFallback: Opening,
};
export const editAlbumRoute = {
  loader: albumLoader,
  Component: EditAlbum,
  HydrateFallback: Opening,
};
