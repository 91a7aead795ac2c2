import { belongsTo, domain, hasMany, open, resource, t } from 'tunez';
import { numericality } from 'tunez/validations';

const Artist = resource('Artist', {
  attributes: { id: t.uuid().primaryKey(), name: t.string().required().public() },
  relationships: { albums: hasMany('Album', { sort: { yearReleased: 'desc' } }) },
  actions: { defaults: ['create', 'read'], defaultAccept: ['name'] },
});
const Album = resource('Album', {
  attributes: {
    id: t.uuid().primaryKey(),
    name: t.string().required().public(),
    yearReleased: t.integer().required().public(),
  },
  relationships: { artist: belongsTo('Artist', { required: true, onDelete: 'delete' }) },
  validations: [numericality('yearReleased', { greaterThan: 1950 })],
  actions: { create: { type: 'create', accept: ['name', 'yearReleased', 'artistId'] } },
});
const Music = domain('Music', {
  resources: { Artist, Album },
  interface: ({ define }) => ({
    createArtist: define(Artist, 'create'),
    getArtistById: define(Artist, 'read', { getBy: 'id' }),
    createAlbum: define(Album, 'create'),
  }),
});

const { music } = await open({ domains: [Music], storage: ':memory:' });
const { id: artistId } = await music.createArtist({ name: "Valkyrie's Fury" });
await music.createAlbum({ name: 'Runes', yearReleased: 2019, artistId });
await music.createAlbum({ name: 'Embers', yearReleased: 2022, artistId });
const refused = await music.createAlbum.safe({ name: ' ', yearReleased: 1900, artistId });
const artist = await music.getArtistById(artistId, { load: { albums: true } });

console.log(artist.albums.map((album) => album.name)); // [ 'Embers', 'Runes' ]
console.log(refused.error?.errors.map((error) => `${error.field}: ${error.message}`));
// [ 'yearReleased: must be greater than 1950', 'name: attribute name is required' ]
