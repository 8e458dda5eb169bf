'use client';

/** In the place of a view; the frame around it goes on. */
export { PageFailure as default } from '../../components/ui/page-failure.tsx';
