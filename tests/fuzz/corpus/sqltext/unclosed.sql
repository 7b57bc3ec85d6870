SELECT 'never closed; /* -- 
