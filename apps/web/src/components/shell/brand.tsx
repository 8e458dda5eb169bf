import Link from 'next/link';

/** The mark and the name; leads to the overview. */
export function Brand({ className = '' }: { className?: string }) {
  return (
    <Link className={`brand ${className}`} href="/dashboard" aria-label="Intellisite, overview">
      <svg
        viewBox="0 0 20 20"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.75"
        aria-hidden="true"
      >
        <path
          d="M2.5 6.5v-2a2 2 0 0 1 2-2h2M13.5 2.5h2a2 2 0 0 1 2 2v2M17.5 13.5v2a2 2 0 0 1-2 2h-2M6.5 17.5h-2a2 2 0 0 1-2-2v-2"
          strokeLinecap="round"
        />
        <circle cx="10" cy="10" r="2.5" fill="currentColor" stroke="none" />
      </svg>
      <span>Intellisite</span>
    </Link>
  );
}
