import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createBrowserRouter, RouterProvider } from 'react-router';
import { startOffline } from './offline/start';
import { routes } from './routes';
import './styles/index.css';

createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <RouterProvider router={createBrowserRouter(routes)} />
  </StrictMode>,
);
startOffline();
