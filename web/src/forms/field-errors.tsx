interface FieldErrorsProps {
  field: string;
  problems: readonly string[];
}

export function FieldErrors({ field, problems }: FieldErrorsProps) {
  if (problems.length === 0) return null;
  return (
    <div id={`${field}-errors`}>
      {problems.map((problem) => (
        <p key={problem} className="field-error" data-role="field-error" data-field={field}>
          {problem}
        </p>
      ))}
    </div>
  );
}
