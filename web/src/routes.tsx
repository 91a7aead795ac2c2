import type { RouteObject } from 'react-router';
import { Layout } from './layout/layout';
import { Opening } from './layout/opening';
import { ProblemScreen } from './problems/problem-screen';
import { artistsRoute } from './screens/artists';
import { artistRoute } from './screens/artist';
import { editArtistRoute, newArtistRoute } from './screens/artist-form';
import { editAlbumRoute, newAlbumRoute } from './screens/album-form';
import { settingsRoute } from './screens/settings';
import { NotFound } from './problems/not-found';

/** Data is read by the loaders before a screen is shown: a screen never jumps as it fills. */
export const routes: RouteObject[] = [
  {
    element: <Layout />,
    children: [
      {
        HydrateFallback: Opening,
        errorElement: <ProblemScreen />,
        children: [
          { path: '/', ...artistsRoute },
          { path: '/artists/new', ...newArtistRoute },
          { path: '/artists/:id', ...artistRoute },
          { path: '/artists/:id/edit', ...editArtistRoute },
          { path: '/artists/:id/albums/new', ...newAlbumRoute },
          { path: '/albums/:id/edit', ...editAlbumRoute },
          { path: '/settings', ...settingsRoute },
          { path: '*', element: <NotFound what="page" /> },
        ],
      },
    ],
  },
];
