import { SearchX } from 'lucide-react';
import { Blank } from '../components/ui/blank.tsx';

export default function NotFound() {
  return (
    <main className="grid min-h-dvh">
      <Blank
        icon={SearchX}
        title="There is no such page"
        heading="h1"
        text="It may have moved, or the address may be incomplete."
        actions={
          <>
            <a className="btn" href="/dashboard">
              The dashboard
            </a>
            <a className="btn ghost" href="/docs">
              The API and what it answers
            </a>
          </>
        }
      />
    </main>
  );
}
