from tongban.web.home import home as search
