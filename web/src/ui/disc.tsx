/** The mark of the shop. */
export function Disc({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 64 64" className={className} aria-hidden="true">
      <circle cx="32" cy="32" r="31" fill="#0b0a09" stroke="#857868" strokeWidth="1" />
      <g fill="none" stroke="#4a4138" strokeWidth="1">
        <circle cx="32" cy="32" r="26.5" />
        <circle cx="32" cy="32" r="22.5" />
        <circle cx="32" cy="32" r="18.5" />
      </g>
      <path d="M32 5.5a26.5 26.5 0 0 1 18.7 7.8" fill="none" stroke="#d8c7ae" strokeWidth="1.6" />
      <circle cx="32" cy="32" r="13" fill="#f2a93b" />
      <path d="M32 22a10 10 0 0 1 10 10" fill="none" stroke="#a8621a" strokeWidth="2.2" />
      <circle cx="32" cy="32" r="2.6" fill="#0b0a09" />
    </svg>
  );
}
