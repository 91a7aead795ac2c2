import { Link, useRevalidator, useRouteError } from 'react-router';
import { continueInMemory, startOver } from '../db';
import { PageTitle } from '../layout/page-title';
import { Button, buttonClass } from '../ui/button';
import { explain } from './explain';
import { Missing } from './found';
import { NotFound } from './not-found';

/** In place of a screen that could not be shown: what happened, and the ways out. */
export function ProblemScreen() {
  const problem = useRouteError();
  const { revalidate, state } = useRevalidator();
  if (problem instanceof Missing) return <NotFound what={problem.what} />;

  const retry = () => {
    startOver();
    void revalidate();
  };
  const { title, text, waysOut, details } = explain(problem);
  return (
    <div className="problem" role="alert">
      <PageTitle tab={title}>{title}</PageTitle>
      <p>{text}</p>
      <div className="button-row">
        {waysOut.includes('retry') && (
          <Button look="primary" busy={state === 'loading'} onClick={retry}>
            Try again
          </Button>
        )}
        {waysOut.includes('reload') && (
          <Button look="primary" onClick={() => location.reload()}>
            Reload
          </Button>
        )}
        {waysOut.includes('restart') && (
          <Button onClick={() => location.reload()}>Start again</Button>
        )}
        {waysOut.includes('memory') && (
          <Button
            onClick={() => {
              continueInMemory();
              void revalidate();
            }}
          >
            Continue without keeping anything
          </Button>
        )}
        {waysOut.includes('artists') && (
          <Link className={buttonClass()} to="/">
            Back to all artists
          </Link>
        )}
      </div>
      <details>
        <summary>Details for a report</summary>
        <pre>{details}</pre>
      </details>
    </div>
  );
}
