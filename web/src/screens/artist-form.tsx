import { useLoaderData, useNavigate, type LoaderFunctionArgs } from 'react-router';
import { useField, useForm } from 'tunez/react';
import { database, opened, type Tunez } from '../db';
import { Field } from '../forms/field';
import { FormFrame } from '../forms/form-frame';
import { BackLink } from '../layout/back-link';
import { Opening } from '../layout/opening';
import { PageTitle } from '../layout/page-title';
import { found } from '../problems/found';
import { useFlash } from '../ui/flash';
import { Sleeve } from '../ui/sleeve';

const labels: Readonly<Record<string, string>> = { name: 'Name', biography: 'Biography' };

async function newLoader() {
  await database();
  return null;
}

async function editLoader({ params }: LoaderFunctionArgs) {
  const tunez = await database();
  return found(tunez.music.getArtistById.safe(params.id!), 'artist');
}

function NewArtist() {
  return (
    <ArtistForm
      title="New Artist"
      back={{ to: '/', label: 'All artists' }}
      make={({ music }) => music.formToCreateArtist()}
    />
  );
}

function EditArtist() {
  const artist = useLoaderData<typeof editLoader>();
  return (
    <ArtistForm
      key={artist.id}
      title="Edit Artist"
      back={{ to: `/artists/${artist.id}`, label: artist.name }}
      make={({ music }) => music.formToUpdateArtist(artist)}
    />
  );
}

interface ArtistFormProps {
  title: string;
  back: { to: string; label: string };
  make: (tunez: Tunez) => ReturnType<Tunez['music']['formToCreateArtist']>;
}

function ArtistForm({ title, back, make }: ArtistFormProps) {
  const flash = useFlash();
  const navigate = useNavigate();
  const hook = useForm(() => make(opened()), {
    onSuccess: ({ id }) => {
      flash.success('Artist saved successfully');
      void navigate(`/artists/${id}`);
    },
    onFailure: () => flash.failure('Could not save artist data'),
  });
  const { form } = hook;
  const name = useField(form, 'name').inputProps.value;
  return (
    <>
      <BackLink to={back.to}>{back.label}</BackLink>
      <div className="page-head">
        <PageTitle tab={title}>{title}</PageTitle>
      </div>
      <div className="form-page">
        <FormFrame
          hook={hook}
          labelOf={(path) => labels[path]}
          saveLabel="Save Artist"
          cancelTo={back.to}
        >
          <Field form={form} name="name" label="Name" autoComplete="off" autoFocus />
          <Field
            form={form}
            name="biography"
            label="Biography"
            hint="Line breaks are kept."
            multiline
          />
        </FormFrame>
        <div className="form-aside" aria-hidden="true">
          <Sleeve name={name} />
          <p className="caption">
            <strong>{name.trim() || 'The unnamed'}</strong>
            <span className="quiet">The cover until an album brings one</span>
          </p>
        </div>
      </div>
    </>
  );
}

export const newArtistRoute = {
  loader: newLoader,
  Component: NewArtist,
  HydrateFallback: Opening,
};
export const editArtistRoute = {
  loader: editLoader,
  Component: EditArtist,
  HydrateFallback: Opening,
};
