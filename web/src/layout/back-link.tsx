import { Link } from 'react-router';
import { ArrowLeft } from '../ui/icons';

export function BackLink({ to, children }: { to: string; children: string }) {
  return (
    <Link className="back-link" to={to}>
      <ArrowLeft />
      {children}
    </Link>
  );
}
