export type { Api, ApiOptions } from './api.ts';
export { resetAdmin, type ResetAdminOptions } from './auth/reset-admin.ts';
export { createApi } from './create-api.ts';
export type { AppRouter } from './routers/app-router.ts';
export { apiSecrets, apiSettings, type ApiSettings } from './settings.ts';
