/** Shown for a view that the role does not allow: see auth/current-session.ts. */
export default function Forbidden() {
  return (
    <main>
      <h1>Your role does not allow this</h1>
      <p>
        An administrator can give you another one. <a href="/dashboard">Back to the dashboard</a>
      </p>
    </main>
  );
}
