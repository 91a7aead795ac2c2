import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Button, buttonClass } from '../ui/button';
import { FormSummary } from './form-summary';
import { FormTrouble } from './form-trouble';
import type { Form, Params } from './use-form';

interface FormFrameProps<P extends Params> {
  form: Form<P>;
  labels: Readonly<Record<keyof P & string, string>>;
  saveLabel: string;
  cancelTo: string;
  children: ReactNode;
}

/** The form element, the summary of a failed save above the fields, and the buttons below them. */
export function FormFrame<P extends Params>(props: FormFrameProps<P>) {
  const { form, labels, saveLabel, cancelTo, children } = props;
  return (
    <form
      className="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit();
      }}
    >
      <FormSummary
        title="This needs another look"
        problems={form.summary}
        labels={labels}
        attempt={form.failures}
      />
      {form.trouble !== undefined && <FormTrouble problem={form.trouble} />}
      {children}
      <div className="button-row">
        <Button look="primary" type="submit" busy={form.saving} busyLabel="Saving…">
          {saveLabel}
        </Button>
        <Link className={buttonClass('plain')} to={cancelTo}>
          Cancel
        </Link>
      </div>
    </form>
  );
}
