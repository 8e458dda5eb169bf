import { redirect } from 'next/navigation';

/** The dashboard is what a person came for. */
export default function HomePage() {
  redirect('/dashboard');
}
