/** Line drawings beside words; never the only label. */
export function ArrowLeft() {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M9.5 3 4.5 8l5 5" fill="none" stroke="currentColor" strokeWidth="2" />
    </svg>
  );
}

export function Crate() {
  return (
    <svg viewBox="0 0 240 150" aria-hidden="true">
      <g fill="#3a2818" stroke="#857868" strokeWidth="2">
        <path d="M62 30h74v74H62z" transform="rotate(-5 99 67)" fill="#a8621a" />
        <path d="M96 22h74v82H96z" transform="rotate(3 133 60)" fill="#f2a93b" />
        <path d="M126 32h74v74h-74z" transform="rotate(9 163 69)" fill="#f3e3c5" />
      </g>
      <circle cx="134" cy="56" r="20" fill="none" stroke="#3a2818" strokeWidth="7" />
      <path d="M24 78h192v64H24z" fill="#3a2818" stroke="#857868" strokeWidth="2" />
      <path d="M24 99h192M24 121h192" stroke="#857868" strokeWidth="2" />
      <rect x="92" y="88" width="56" height="9" rx="4.5" fill="#12100e" />
    </svg>
  );
}

export function Star() {
  return (
    <svg className="star" width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
      <path
        d="m10 1.8 2.5 5.2 5.7.8-4.1 4 1 5.7-5.1-2.7-5.1 2.7 1-5.7-4.1-4 5.7-.8Z"
        strokeWidth="1.6"
        strokeLinejoin="round"
      />
    </svg>
  );
}

export function Grip() {
  return (
    <svg width="12" height="18" viewBox="0 0 12 18" fill="currentColor" aria-hidden="true">
      {[3, 9, 15].flatMap((y) =>
        [3, 9].map((x) => <circle key={`${x} ${y}`} cx={x} cy={y} r="1.6" />),
      )}
    </svg>
  );
}

export function Cross() {
  return (
    <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
      <path d="m2 2 10 10M12 2 2 12" fill="none" stroke="currentColor" strokeWidth="2" />
    </svg>
  );
}
