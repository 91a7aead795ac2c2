interface FieldErrorsProps {
  id: string;
  field: string;
  problems: readonly string[];
}

export function FieldErrors({ id, field, problems }: FieldErrorsProps) {
  if (problems.length === 0) return null;
  return (
    <div id={id}>
      {problems.map((problem) => (
        <p key={problem} className="field-error" data-role="field-error" data-field={field}>
          {problem}
        </p>
      ))}
    </div>
  );
}
