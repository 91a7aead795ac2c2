// Every scenario, for whatever runs them.
import { bulk } from './bulk.ts';
import { callbacks } from './callbacks.ts';
import { embeddedForms } from './embedded_forms.ts';
import { forms } from './forms.ts';
import { hooks } from './hooks.ts';
import { managing } from './managing.ts';
import { nestedForms } from './nested_forms.ts';
import { reading } from './reading.ts';
import { type Scenario } from './scenario.ts';
import { values } from './values.ts';
import { writing } from './writing.ts';

/** All scenarios; each needs an empty database of its own. */
export const scenarios: readonly Scenario[] = [
  ...writing,
  ...reading,
  ...values,
  ...callbacks,
  ...hooks,
  ...bulk,
  ...managing,
  ...forms,
  ...nestedForms,
  ...embeddedForms,
];
