import { useEffect, useRef, type MouseEvent } from 'react';
import { besideField, fieldsOf, type Problem } from './problems';

interface FormSummaryProps {
  title: string;
  problems: readonly Problem[];
  labels: Readonly<Record<string, string>>;
  /** Grows with every failed save; each one brings the focus here. */
  attempt: number;
}

/** What a failed save left to mend, with a way to each field. */
export function FormSummary({ title, problems, labels, attempt }: FormSummaryProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (attempt > 0) box.current?.focus();
  }, [attempt]);
  if (attempt === 0 || problems.length === 0) return null;
  return (
    <div ref={box} className="form-summary" role="group" aria-label={title} tabIndex={-1}>
      <strong>{title}</strong>
      <ul>
        {problems.map((problem) => (
          <li key={`${fieldsOf(problem).join()} ${problem.message}`}>
            <Line problem={problem} labels={labels} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Line({ problem, labels }: { problem: Problem; labels: Readonly<Record<string, string>> }) {
  const field = fieldsOf(problem).find((name) => name in labels);
  if (field === undefined) return problem.message;
  const focus = (event: MouseEvent) => {
    event.preventDefault();
    document.getElementById(field)?.focus();
  };
  return (
    <a href={`#${field}`} onClick={focus}>
      {labels[field]} {besideField(problem)}
    </a>
  );
}
