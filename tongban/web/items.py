from tongban.web.home import home
index=detail=home
