import type { ComponentProps, ReactNode } from 'react';
import { useDelayed } from './use-delayed';

interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  look?: 'primary' | 'danger' | 'plain';
  small?: boolean;
  busy?: boolean;
  busyLabel?: ReactNode;
}

/** While busy it keeps the focus and ignores clicks; it says so only when that takes a moment. */
export function Button({
  look,
  small = false,
  busy = false,
  busyLabel,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  const late = useDelayed(busy);
  return (
    <button
      {...rest}
      type={type}
      className={buttonClass(look, small)}
      aria-disabled={busy || undefined}
      onClick={(event) => (busy ? event.preventDefault() : onClick?.(event))}
    >
      {late && <span className="spinner" aria-hidden="true" />}
      {late && busyLabel ? busyLabel : children}
    </button>
  );
}

export function buttonClass(look?: 'primary' | 'danger' | 'plain', small = false): string {
  return ['button', look && `button-${look}`, small && 'button-small'].filter(Boolean).join(' ');
}
