import { redirect } from 'next/navigation';

/** Until the dashboard is there, the API is what a person came for. */
export default function HomePage() {
  redirect('/docs');
}
