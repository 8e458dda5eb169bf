export default function NotFound() {
  return (
    <main>
      <h1>There is no such page</h1>
      <p>
        <a href="/docs">The API and what it answers</a>
      </p>
    </main>
  );
}
