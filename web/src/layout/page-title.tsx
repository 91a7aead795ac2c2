import type { ReactNode } from 'react';

interface PageTitleProps {
  /** In the tab: "Settings · Tunez". */
  tab: string;
  children: ReactNode;
}

/** The one h1 of a screen. It takes the focus when the screen arrives. */
export function PageTitle({ tab, children }: PageTitleProps) {
  return (
    <>
      <title>{`${tab} · Tunez`}</title>
      <h1 tabIndex={-1}>{children}</h1>
    </>
  );
}
