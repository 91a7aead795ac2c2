import { useLoaderData, useNavigate, type LoaderFunctionArgs } from 'react-router';
import { Changeset } from 'tunez';
import { database } from '../db';
import { Album } from '../domain/album';
import { Field } from '../forms/field';
import { FormFrame } from '../forms/form-frame';
import { useForm, type FormOptions } from '../forms/use-form';
import { BackLink } from '../layout/back-link';
import { Opening } from '../layout/opening';
import { PageTitle } from '../layout/page-title';
import { useFlash } from '../ui/flash';
import { Sleeve } from '../ui/sleeve';
import { CoverPreview } from './cover-preview';
import { found } from '../problems/found';

type AlbumParams = { name: string; yearReleased: string; coverImageUrl: string };

const labels = { name: 'Name', yearReleased: 'Year released', coverImageUrl: 'Cover image URL' };

async function artistLoader({ params }: LoaderFunctionArgs) {
  const tunez = await database();
  return found(tunez.music.getArtistById.safe(params.id!), 'artist');
}

async function albumLoader({ params }: LoaderFunctionArgs) {
  const tunez = await database();
  return found(tunez.music.getAlbumById.safe(params.id!, { load: { artist: true } }), 'album');
}

function NewAlbum() {
  const artist = useLoaderData<typeof artistLoader>();
  const changeset = (params: AlbumParams) =>
    Changeset.forCreate(Changeset.new(Album), 'create', { ...params, artistId: artist.id });
  return (
    <AlbumForm
      title="New Album"
      artist={artist}
      initial={{ name: '', yearReleased: '', coverImageUrl: '' }}
      check={async (params) => (await database()).evaluate(changeset(params))}
      save={async (params) => (await database()).create(changeset(params))}
    />
  );
}

function EditAlbum() {
  const album = useLoaderData<typeof albumLoader>();
  const changeset = (params: AlbumParams) => Changeset.forUpdate(album, 'update', params);
  return (
    <AlbumForm
      key={album.id}
      title="Edit Album"
      artist={album.artist}
      initial={{
        name: album.name,
        yearReleased: String(album.yearReleased),
        coverImageUrl: album.coverImageUrl ?? '',
      }}
      check={async (params) => (await database()).evaluate(changeset(params))}
      save={async (params) => (await database()).update(changeset(params))}
    />
  );
}

type Saving = Pick<FormOptions<AlbumParams, unknown>, 'initial' | 'check' | 'save'>;

interface AlbumFormProps extends Saving {
  title: string;
  artist: { readonly id: string; readonly name: string };
}

function AlbumForm({ title, artist, ...saving }: AlbumFormProps) {
  const flash = useFlash();
  const navigate = useNavigate();
  const artistPage = `/artists/${artist.id}`;
  const form = useForm({
    ...saving,
    onSaved: () => {
      flash.success('Album saved successfully');
      void navigate(artistPage);
    },
    onFailed: () => flash.failure('Could not save album data'),
  });
  const refused = form.problems('coverImageUrl').length > 0;
  return (
    <>
      <BackLink to={artistPage}>{artist.name}</BackLink>
      <div className="page-head">
        <PageTitle tab={title}>{title}</PageTitle>
      </div>
      <div className="form-page">
        <FormFrame form={form} labels={labels} saveLabel="Save Album" cancelTo={artistPage}>
          <dl className="field">
            <dt className="field-label">Artist</dt>
            <dd className="fixed-value">
              <Sleeve name={artist.name} />
              {artist.name}
            </dd>
          </dl>
          <Field form={form} name="name" label={labels.name} autoComplete="off" autoFocus />
          <Field
            form={form}
            name="yearReleased"
            label={labels.yearReleased}
            className="input-year figures"
            inputMode="numeric"
            autoComplete="off"
          />
          <Field
            form={form}
            name="coverImageUrl"
            label={labels.coverImageUrl}
            hint="A PNG or JPEG. Leave it empty, and a cover is drawn from the name."
            type="text"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
          />
        </FormFrame>
        <CoverPreview
          artistName={artist.name}
          albumName={form.params.name}
          url={refused ? '' : form.accepted('coverImageUrl').trim()}
        />
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
