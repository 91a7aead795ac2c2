import { explain } from '../problems/explain';

/** Why a save failed though nothing is wrong with the input, which stays where it is. */
export function FormTrouble({ problem }: { problem: unknown }) {
  const { title, text } = explain(problem);
  return (
    <div className="form-summary" role="group" aria-label={title}>
      <strong>{title}</strong>
      <p>{text} What you typed is still here.</p>
    </div>
  );
}
