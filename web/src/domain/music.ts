import { domain } from 'tunez';
import { Accounts } from './accounts';
import { Album } from './album';
import { Artist } from './artist';
import { ArtistFollower } from './artist-follower';
import { Track } from './track';

export const Music = domain('Music', {
  resources: { Artist, Album, Track, ArtistFollower },
  uses: [Accounts],
  interface: ({ define }) => ({
    createArtist: define(Artist, 'create'),
    readArtists: define(Artist, 'read'),
    searchArtists: define(Artist, 'search', {
      args: ['query'],
      load: [
        'albumCount',
        'latestAlbumYearReleased',
        'coverImageUrl',
        'followerCount',
        'followedByMe',
      ],
    }),
    getArtistById: define(Artist, 'read', { getBy: 'id' }),
    updateArtist: define(Artist, 'update'),
    destroyArtist: define(Artist, 'destroy'),
    createAlbum: define(Album, 'create', { form: { args: ['artistId'] } }),
    readAlbums: define(Album, 'read'),
    getAlbumById: define(Album, 'read', { getBy: 'id' }),
    updateAlbum: define(Album, 'update'),
    destroyAlbum: define(Album, 'destroy'),
    followArtist: define(ArtistFollower, 'create', { args: ['artistId'] }),
    unfollowArtist: define(ArtistFollower, 'destroy'),
  }),
});
