import { useLoaderData, useNavigate, type LoaderFunctionArgs } from 'react-router';
import { Changeset } from 'tunez';
import { database } from '../db';
import { Artist } from '../domain/artist';
import { Field } from '../forms/field';
import { FormFrame } from '../forms/form-frame';
import { useForm, type FormOptions } from '../forms/use-form';
import { BackLink } from '../layout/back-link';
import { Opening } from '../layout/opening';
import { PageTitle } from '../layout/page-title';
import { useFlash } from '../ui/flash';
import { Sleeve } from '../ui/sleeve';
import { found } from '../problems/found';

type ArtistParams = { name: string; biography: string };

async function loader({ params }: LoaderFunctionArgs) {
  const tunez = await database();
  return found(tunez.music.getArtistById.safe(params.id!), 'artist');
}

function NewArtist() {
  const changeset = (params: ArtistParams) => Changeset.forCreate(Artist, 'create', params);
  return (
    <ArtistForm
      title="New Artist"
      back={{ to: '/', label: 'All artists' }}
      initial={{ name: '', biography: '' }}
      check={async (params) => (await database()).evaluate(changeset(params))}
      save={async (params) => (await database()).create(changeset(params))}
    />
  );
}

function EditArtist() {
  const artist = useLoaderData<typeof loader>();
  const changeset = (params: ArtistParams) => Changeset.forUpdate(Artist, artist, 'update', params);
  return (
    <ArtistForm
      key={artist.id}
      title="Edit Artist"
      back={{ to: `/artists/${artist.id}`, label: artist.name }}
      initial={{ name: artist.name, biography: artist.biography ?? '' }}
      check={async (params) => (await database()).evaluate(changeset(params))}
      save={async (params) => (await database()).update(changeset(params))}
    />
  );
}

type Saving = Pick<FormOptions<ArtistParams, { id: string }>, 'initial' | 'check' | 'save'>;

interface ArtistFormProps extends Saving {
  title: string;
  back: { to: string; label: string };
}

function ArtistForm({ title, back, ...saving }: ArtistFormProps) {
  const flash = useFlash();
  const navigate = useNavigate();
  const form = useForm({
    ...saving,
    onSaved: ({ id }) => {
      flash.success('Artist saved successfully');
      void navigate(`/artists/${id}`);
    },
    onFailed: () => flash.failure('Could not save artist data'),
  });
  const { name } = form.params;
  return (
    <>
      <BackLink to={back.to}>{back.label}</BackLink>
      <div className="page-head">
        <PageTitle tab={title}>{title}</PageTitle>
      </div>
      <div className="form-page">
        <FormFrame
          form={form}
          labels={{ name: 'Name', biography: 'Biography' }}
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

export const newArtistRoute = { Component: NewArtist };
export const editArtistRoute = { loader, Component: EditArtist, HydrateFallback: Opening };
