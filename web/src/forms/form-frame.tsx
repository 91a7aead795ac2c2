import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Invalid, type FormTypes } from 'tunez';
import type { FormHook } from 'tunez/react';
import { Button, buttonClass } from '../ui/button';
import { FormSummary } from './form-summary';
import { FormTrouble } from './form-trouble';

interface FormFrameProps<F extends FormTypes> {
  hook: FormHook<F>;
  /** What the field at a path is called; nothing if it is not on the screen. */
  labelOf: (path: string) => string | undefined;
  saveLabel: string;
  cancelTo: string;
  children: ReactNode;
}

/** The form element, the summary of a failed save above the fields, and the buttons below them. */
export function FormFrame<F extends FormTypes>(props: FormFrameProps<F>) {
  const { hook, labelOf, saveLabel, cancelTo, children } = props;
  const { form, formProps, failures, submitError, submitting } = hook;
  return (
    <form className="form" {...formProps}>
      {failures > 0 && <FormSummary form={form} labelOf={labelOf} attempt={failures} />}
      {submitError && !(submitError instanceof Invalid) && <FormTrouble problem={submitError} />}
      {children}
      <div className="button-row">
        <Button look="primary" type="submit" busy={submitting} busyLabel="Saving…">
          {saveLabel}
        </Button>
        <Link className={buttonClass('plain')} to={cancelTo}>
          Cancel
        </Link>
      </div>
    </form>
  );
}
